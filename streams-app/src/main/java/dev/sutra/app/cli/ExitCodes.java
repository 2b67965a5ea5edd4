package dev.sutra.app.cli;

/** The exit codes of the commands. */
public final class ExitCodes {
  public static final int OK = 0;

  /** The server or the registry refused. */
  public static final int REFUSED = 1;

  /** The store in a directory is corrupt. */
  public static final int DAMAGED = 1;

  public static final int USAGE = 2;

  /**
   * Settings do not match the topics or stores, or the cluster rejects them: a restart does not
   * help.
   */
  public static final int CONFIGURATION = 2;

  /** The server, the broker or the registry cannot be reached. */
  public static final int UNREACHABLE = 3;

  /** A directory is in use, is not a store, or cannot be read or written. */
  public static final int CANNOT_OPEN = 3;

  /** Some lines of the input were invalid; all others were sent. */
  public static final int BAD_LINES = 4;

  /** Memory or another resource of the machine is not enough (EX_OSERR of sysexits). */
  public static final int NO_RESOURCES = 71;

  /** The output cannot be written, on a full disk for example (EX_IOERR of sysexits). */
  public static final int CANNOT_WRITE = 74;

  /** The reader of the output has gone: 128 plus the number of SIGPIPE, as in shells. */
  public static final int CLOSED_PIPE = 141;

  private ExitCodes() {}
}
