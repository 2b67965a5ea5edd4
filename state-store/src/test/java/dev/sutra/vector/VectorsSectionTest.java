package dev.sutra.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sutra.io.CorruptFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class VectorsSectionTest {
  @TempDir Path directory;

  private static int[] oddDocuments(int count) {
    int[] documents = new int[count];
    for (int i = 0; i < count; i++) {
      documents[i] = 2 * i + 1;
    }
    return documents;
  }

  private static SectionFile write(Path directory, Similarity similarity, float[][] vectors)
      throws IOException {
    return SectionFile.of(
        directory,
        output -> {
          int dimension = vectors[0].length;
          VectorsWriter writer =
              VectorsWriter.begin(output, dimension, similarity, oddDocuments(vectors.length));
          for (float[] vector : vectors) {
            writer.append(vector);
          }
          writer.finish();
        });
  }

  private static float[][] random(Random random, int count, int dimension) {
    float[][] vectors = new float[count][];
    for (int i = 0; i < count; i++) {
      vectors[i] = Vectors.random(random, dimension);
    }
    return vectors;
  }

  @ParameterizedTest
  @EnumSource(Similarity.class)
  void returnsWhatWasAppended(Similarity similarity) throws IOException {
    Random random = new Random(Vectors.printedSeed("section"));
    for (int dimension : new int[] {1, 5, 384}) {
      float[][] vectors = random(random, 333, dimension);
      try (SectionFile file = write(directory.resolve("d" + dimension), similarity, vectors)) {
        VectorsSection section = VectorsSection.open(file.section());
        assertEquals(dimension, section.dimension());
        assertEquals(similarity, section.similarity());
        assertEquals(vectors.length, section.size());
        assertHolds(section, vectors);
      }
    }
  }

  private static void assertHolds(VectorsSection section, float[][] vectors) {
    float[] query = vectors[3];
    VectorQuery prepared = VectorQuery.of(query, section.similarity());
    float[] scores = new float[vectors.length];
    section.scores(prepared, 0, vectors.length, scores);
    for (int i = 0; i < vectors.length; i++) {
      assertArrayEquals(vectors[i], section.get(i));
      assertEquals(2 * i + 1, section.documentOf(i));
      byte[] bytes = new byte[4 * vectors[i].length + 2];
      section.copyTo(i, bytes, 2);
      float[] copied = new float[vectors[i].length];
      ByteBuffer.wrap(bytes, 2, bytes.length - 2)
          .slice()
          .order(ByteOrder.LITTLE_ENDIAN)
          .asFloatBuffer()
          .get(copied);
      assertArrayEquals(vectors[i], copied);
      float expected = section.similarity().score(query, vectors[i]);
      assertEquals(expected, Vectors.score(section, prepared, i));
      assertEquals(expected, scores[i]);
    }
  }

  @ParameterizedTest
  @EnumSource(Similarity.class)
  void copiesFromBufferAndSectionAreTheSame(Similarity similarity) throws IOException {
    Random random = new Random(Vectors.printedSeed("section copies"));
    float[][] vectors = random(random, 50, 19);
    VectorBuffer buffer = new VectorBuffer(19, similarity);
    for (int i = 0; i < 25; i++) {
      buffer.add(i, vectors[i]);
    }
    try (SectionFile original = write(directory.resolve("original"), similarity, vectors)) {
      VectorsSection from = VectorsSection.open(original.section());
      SectionFile.Content content =
          output -> {
            VectorsWriter writer = VectorsWriter.begin(output, 19, similarity, oddDocuments(50));
            for (int i = 0; i < 50; i++) {
              if (i < 25) {
                writer.append(buffer, i);
              } else {
                writer.append(from, i);
              }
            }
            writer.finish();
          };
      try (SectionFile copy = SectionFile.of(directory.resolve("copy"), content)) {
        assertHolds(VectorsSection.open(copy.section()), vectors);
        assertEquals(-1, copy.section().memory().mismatch(original.section().memory()));
      }
    }
  }

  @Test
  void sectionWithoutVectorsIsValid() throws IOException {
    SectionFile.Content content =
        output -> VectorsWriter.begin(output, 4, Similarity.COSINE, new int[0]).finish();
    try (SectionFile file = SectionFile.of(directory, content)) {
      assertEquals(0, VectorsSection.open(file.section()).size());
    }
  }

  @Test
  void writerHoldsItsCallerToWhatWasAnnounced() throws IOException {
    SectionFile.write(
        directory,
        output -> {
          assertThrows(
              IllegalArgumentException.class,
              () -> VectorsWriter.begin(output, 2, Similarity.COSINE, new int[] {3, 3}));
          assertThrows(
              IllegalArgumentException.class,
              () -> VectorsWriter.begin(output, 4097, Similarity.COSINE, new int[] {3}));
          VectorsWriter writer = VectorsWriter.begin(output, 2, Similarity.COSINE, new int[] {3});
          assertThrows(IllegalStateException.class, writer::finish);
          assertThrows(IllegalArgumentException.class, () -> writer.append(new float[3]));
          assertThrows(IllegalArgumentException.class, () -> writer.append(new float[2]));
          VectorBuffer other = new VectorBuffer(2, Similarity.EUCLIDEAN);
          other.add(0, new float[2]);
          assertThrows(IllegalArgumentException.class, () -> writer.append(other, 0));
          writer.append(new float[] {1, 1});
          assertThrows(IllegalStateException.class, () -> writer.append(new float[] {1, 1}));
          writer.finish();
        });
  }

  @ParameterizedTest
  @CsvSource({
    "0, 2, 0",
    "5000, 2, 0",
    "-1, 2, 0",
    "3, 1, 0",
    "3, -1, 0",
    "3, 2147483647, 0",
    "2, 2, 0",
    "3, 2, 1",
    "3, 2, 3",
    "3, 2, 255"
  })
  void headerThatDoesNotFitIsCorrupt(int dimension, int count, int similarity) throws IOException {
    Path good = directory.resolve("good");
    try (SectionFile file = SectionFile.of(good, handMade(3, 2, 0))) {
      assertEquals(2, VectorsSection.open(file.section()).size());
    }
    Path bad = directory.resolve("bad");
    try (SectionFile file = SectionFile.of(bad, handMade(dimension, count, similarity))) {
      assertThrows(CorruptFileException.class, () -> VectorsSection.open(file.section()));
    }
  }

  /** A cosine section of two vectors of three components, but for its header. */
  private static SectionFile.Content handMade(int dimension, int count, int similarity) {
    return output -> {
      output.writeInt(dimension);
      output.writeInt(count);
      output.writeByte(similarity);
      output.align(64);
      for (int i = 0; i < 8; i++) {
        output.writeFloat(1);
      }
    };
  }

  @Test
  void sectionShorterThanItsHeaderIsCorrupt() throws IOException {
    try (SectionFile file = SectionFile.of(directory, output -> output.writeLong(1))) {
      assertThrows(CorruptFileException.class, () -> VectorsSection.open(file.section()));
    }
  }

  @Test
  void damagedVectorIsFoundWhenItIsRead() throws IOException {
    // The last of these vectors lie several pages behind the header.
    float[][] vectors = random(new Random(1), 1000, 32);
    write(directory, Similarity.COSINE, vectors).close();
    SectionFile.flipBit(directory, SectionFile.SECTION_OFFSET + 100_000);
    try (SectionFile file = SectionFile.open(directory)) {
      VectorsSection section = VectorsSection.open(file.section());
      assertArrayEquals(vectors[0], section.get(0));
      int damaged = (100_000 - 4032) / 128;
      VectorQuery query = VectorQuery.of(vectors[0], Similarity.COSINE);
      assertThrows(CorruptFileException.class, () -> section.get(damaged));
      assertThrows(CorruptFileException.class, () -> Vectors.score(section, query, damaged));
      assertThrows(CorruptFileException.class, () -> section.copyTo(damaged, new byte[128], 0));
      assertThrows(
          CorruptFileException.class, () -> section.scores(query, 0, 1000, new float[1000]));
    }
  }

  @Test
  void ordinalOutsideTheSectionIsRefused() throws IOException {
    try (SectionFile file = write(directory, Similarity.COSINE, random(new Random(1), 2, 3))) {
      VectorsSection section = VectorsSection.open(file.section());
      assertThrows(IndexOutOfBoundsException.class, () -> section.get(2));
      assertThrows(IndexOutOfBoundsException.class, () -> section.documentOf(-1));
    }
  }
}
