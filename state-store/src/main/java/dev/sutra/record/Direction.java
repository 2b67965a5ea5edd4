package dev.sutra.record;

/**
 * Which end of its associations a concept is: they leave it, they arrive at it, or either.
 *
 * <p>Each association is kept as two half-edges, the outgoing one with its source and the incoming
 * one with its target, so that both directions are look-ups by prefix.
 */
public enum Direction {
  OUT,
  IN,
  BOTH;

  public boolean includesOut() {
    return this != IN;
  }

  public boolean includesIn() {
    return this != OUT;
  }
}
