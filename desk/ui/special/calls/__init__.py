"""What follows a call: who answered for an order that calls for help, what a resident said when rung up."""
