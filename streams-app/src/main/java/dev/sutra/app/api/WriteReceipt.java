package dev.sutra.app.api;

/**
 * The broker has acknowledged an event.
 *
 * @param position token for {@link ReadOptions#minPosition}
 */
public record WriteReceipt(String position) {}
