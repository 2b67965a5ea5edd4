package dev.sutra.engine;

/**
 * A transaction could not be committed because a later write conflicts with it. Nothing was
 * applied. It is safe to retry in a new transaction.
 */
public final class TransactionConflictException extends RuntimeException {
  private static final long serialVersionUID = 1;

  TransactionConflictException(String reason) {
    super("the transaction was not committed: " + reason);
  }
}
