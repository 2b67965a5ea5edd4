package dev.sutra.record;

/**
 * The direction of associations seen from a concept: outgoing, incoming, or both.
 *
 * <p>Each association is stored as two half-edges, the outgoing one with its source and the
 * incoming one with its target, so that both directions are prefix scans.
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
