"""What fresh goods leave on paper: ticket, acceptance sheet, delivery receipt, exchange and compensation, statement."""
