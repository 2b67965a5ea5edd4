package dev.sutra.app.server;

/**
 * Why an instance stopped permanently.
 *
 * @param byConfiguration whether settings of the instance or the cluster must be changed before a
 *     restart can succeed
 * @param reason a sentence for the user
 */
public record Ending(boolean byConfiguration, String reason) {}
