package dev.sutra.app.server;

/**
 * Why an instance stopped for good.
 *
 * @param byConfiguration whether settings have to be changed, here or of the cluster, before
 *     another start can succeed
 * @param reason a sentence for the user
 */
public record Ending(boolean byConfiguration, String reason) {}
