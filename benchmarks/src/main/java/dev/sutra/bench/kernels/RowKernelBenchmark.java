package dev.sutra.bench.kernels;

import dev.sutra.io.Crc32c;
import dev.sutra.record.Association;
import dev.sutra.record.AssociationRow;
import dev.sutra.record.Concept;
import dev.sutra.record.ConceptRow;
import dev.sutra.record.RowKeys;
import dev.sutra.segment.Segment;
import dev.sutra.text.analysis.TextAnalyzer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What happens to a row on its way in and out: coding, hashing, checksums, tokens of its text. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RowKernelBenchmark {
  private static final int PAGE_BYTES = 16 * 1024;

  private final Concept concept =
      Concept.builder("n02084071")
          .text("a member of the genus Canis that has been domesticated by man since prehistory")
          .attribute("pos", "noun")
          .vector(new float[384])
          .build();
  private final byte[] conceptRow = ConceptRow.encode(concept, null);
  private final byte[] edgeKey = RowKeys.edgeOut("n02084071", "hypernym", "n02083346");
  private final byte[] edgeRow =
      AssociationRow.encode(Association.of("n02084071", "hypernym", "n02083346", 1, 1), null);
  private final MemorySegment page = Arena.ofAuto().allocate(PAGE_BYTES);
  private final TextAnalyzer analyzer = TextAnalyzer.named(TextAnalyzer.DEFAULT_NAME);

  @Benchmark
  public byte[] encodeConcept() {
    return ConceptRow.encode(concept, null);
  }

  @Benchmark
  public Concept decodeConcept() {
    return ConceptRow.decode(concept.id(), conceptRow);
  }

  @Benchmark
  public Association decodeAssociation() {
    return AssociationRow.decode(edgeKey, edgeRow);
  }

  @Benchmark
  public long hashKey() {
    return Segment.hash(edgeKey, edgeKey.length);
  }

  @Benchmark
  public int checksumPage() {
    return Crc32c.of(page, 0, PAGE_BYTES);
  }

  @Benchmark
  public int analyzeGloss() {
    return analyzer.analyze(
        String.valueOf(concept.text()), (bytes, offset, length, position) -> {});
  }
}
