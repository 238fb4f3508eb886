"""维修派工单: what a technician takes along and brings back."""
