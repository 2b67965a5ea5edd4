package dev.sutra.app.api;

/**
 * The broker has an event.
 *
 * @param position token that a read can wait for
 */
public record WriteReceipt(String position) {}
