package dev.sutra.engine;

/**
 * A transaction could not be committed, for somebody else wrote, after it began, what it writes.
 * Nothing of it was applied. Trying again in a new transaction is safe.
 */
public final class TransactionConflictException extends RuntimeException {
  private static final long serialVersionUID = 1;

  TransactionConflictException(String reason) {
    super("the transaction was not committed: " + reason);
  }
}
