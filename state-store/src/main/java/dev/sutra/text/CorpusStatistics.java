package dev.sutra.text;

import java.util.Map;

public record CorpusStatistics(
    long documents, long totalLength, Map<String, Long> documentFrequencies) {
  public CorpusStatistics merge(CorpusStatistics other) {
    return other;
  }
}
