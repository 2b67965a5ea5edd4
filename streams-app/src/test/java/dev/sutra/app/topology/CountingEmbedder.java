package dev.sutra.app.topology;

import dev.sutra.app.embed.Embedder;
import java.util.ArrayList;
import java.util.List;

/** Gives each text a vector of its own, and remembers what it was asked. */
final class CountingEmbedder implements Embedder {
  static final int DIMENSION = 4;

  private final List<String> texts = new ArrayList<>();

  /** The texts asked since the last call. */
  List<String> asked() {
    List<String> asked = List.copyOf(texts);
    texts.clear();
    return asked;
  }

  static float[] vectorOf(String text) {
    double angle = Math.floorMod(text.hashCode(), 1000) / 1000.0;
    return new float[] {(float) Math.cos(angle), (float) Math.sin(angle), 0, 0};
  }

  @Override
  public int dimension() {
    return DIMENSION;
  }

  @Override
  public float[] embed(String text) {
    if (text.startsWith("defect")) {
      throw new ArithmeticException("an embedder with a defect");
    }
    if (text.startsWith("closed")) {
      throw new IllegalStateException("the model fails");
    }
    texts.add(text);
    return vectorOf(text);
  }

  @Override
  public String name() {
    return "counting";
  }

  @Override
  public void close() {}
}
