package dev.sutra.engine;

import dev.sutra.lsm.read.DocumentSource;
import dev.sutra.record.DocumentOrder;
import java.util.Arrays;
import java.util.List;

/** Orders documents by their keys, and so concepts by their ids. */
record KeyOrder(List<DocumentSource> sources) implements DocumentOrder {
  @Override
  public int compare(int sourceA, int documentA, int sourceB, int documentB) {
    return Arrays.compareUnsigned(
        sources.get(sourceA).key(documentA), sources.get(sourceB).key(documentB));
  }
}
