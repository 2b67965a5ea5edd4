package dev.sutra.lsm.core;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Whether a tree takes writes: until its first failure, which is final, or until it is closed.
 * Guarded by the writers' lock, except for {@link #isStopped} and {@link #checkOpen}.
 */
public final class WriterHealth {
  private final String where;
  private @Nullable Throwable failure;
  private volatile boolean closed;
  private volatile boolean paused;

  WriterHealth(String where) {
    this.where = where;
  }

  /** Whether the tree is closed or paused; background work ends then. */
  public boolean isStopped() {
    return closed || paused;
  }

  /** Stops writes until {@link #resume}. */
  public void pause() {
    paused = true;
  }

  public void resume() {
    paused = false;
  }

  /** Closes the tree for writes; returns false if it was closed already. */
  public boolean close() {
    boolean first = !closed;
    closed = true;
    return first;
  }

  public void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the store in " + where + " is closed");
    }
  }

  public void checkUsable() {
    checkOpen();
    if (paused) {
      throw new IllegalStateException(
          "the store in " + where + " is rolling back to its last commit");
    }
    if (failure != null) {
      throw new IllegalStateException(
          "the store in " + where + " takes no writes after a failure", failure);
    }
  }

  public boolean hasFailed() {
    return failure != null;
  }

  /** Throws the first failure, if there is one, as its first caller got it. */
  public void checkNotFailed() {
    if (failure != null) {
      throw fail(failure);
    }
  }

  /** Records a failure, unless there was one before. */
  void failed(Throwable cause) {
    if (failure == null) {
      failure = cause;
    }
  }

  /** Records a failure, and returns or throws the exception for the caller. */
  public RuntimeException fail(Throwable cause) {
    failed(cause);
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof IOException io
        ? new UncheckedIOException(io)
        : (RuntimeException) cause;
  }
}
