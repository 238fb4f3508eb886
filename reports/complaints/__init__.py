"""投诉登记表 and 事项经过 of a complaint: on paper for its handlers."""
