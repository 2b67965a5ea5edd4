package dev.sutra.app.embed;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import dev.sutra.app.message.Causes;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The embedder of the 8-bit <em>all-MiniLM-L6-v2</em> model on the class path: 384 components, the
 * mean of the token vectors scaled to length 1, as sentence-transformers does it. A text is read up
 * to 256 tokens.
 *
 * <p>One text at a time: the model's activations are quantized by their range within a batch, so a
 * text's vector would depend on its neighbours in the batch, and a replay would not give it again.
 *
 * <p>Calls run on the caller's thread and in parallel with each other.
 */
public final class MiniLmEmbedder implements Embedder {
  /** The number of components of each vector. */
  public static final int DIMENSION = 384;

  /** The number of tokens read of a text, including the first and last control tokens. */
  public static final int TOKENS_MAX = 256;

  private static final String MODEL = "/all-minilm-l6-v2-q.onnx";
  private static final String TOKENIZER = "/all-minilm-l6-v2-q-tokenizer.json";

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final WordPieceTokenizer tokenizer;

  /** Held for reading while the session runs: closing it meanwhile would crash the process. */
  private final ReentrantReadWriteLock inUse = new ReentrantReadWriteLock();

  private boolean closed;

  private MiniLmEmbedder(
      OrtEnvironment environment, OrtSession session, WordPieceTokenizer tokenizer) {
    this.environment = environment;
    this.session = session;
    this.tokenizer = tokenizer;
  }

  /**
   * As {@link #load(int)} with one thread per text, which has the highest throughput under load.
   */
  public static MiniLmEmbedder load() throws IOException {
    return load(1);
  }

  /**
   * Loads the model.
   *
   * @param threadsPerText how many threads work on one text, 1 to 64
   * @throws IOException if the model is not on the class path or cannot be loaded
   */
  public static MiniLmEmbedder load(int threadsPerText) throws IOException {
    if (threadsPerText < 1 || threadsPerText > 64) {
      throw new IllegalArgumentException(
          "threadsPerText is " + threadsPerText + "; 1 to 64 are allowed");
    }
    WordPieceTokenizer tokenizer;
    try (InputStream json = open(TOKENIZER)) {
      tokenizer = WordPieceTokenizer.read(json);
    }
    try (InputStream model = open(MODEL);
        OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threadsPerText);
      options.setInterOpNumThreads(1);
      options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
      // Spinning threads would take CPU time from Kafka.
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      OrtEnvironment environment =
          OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "sutra");
      return new MiniLmEmbedder(
          environment, environment.createSession(model.readAllBytes(), options), tokenizer);
    } catch (OrtException e) {
      throw new IOException("the embedding model cannot be loaded: " + Causes.of(e), e);
    }
  }

  static InputStream openTokenizer() throws IOException {
    return open(TOKENIZER);
  }

  private static InputStream open(String resource) throws IOException {
    InputStream stream = MiniLmEmbedder.class.getResourceAsStream(resource);
    if (stream == null) {
      throw new FileNotFoundException("not on the class path: " + resource);
    }
    return stream;
  }

  @Override
  public int dimension() {
    return DIMENSION;
  }

  @Override
  public String name() {
    return "all-minilm-l6-v2-q";
  }

  @Override
  public float[] embed(String text) {
    long[] ids = tokenizer.encode(text, TOKENS_MAX);
    Lock use = inUse.readLock();
    use.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the embedder is closed");
      }
      return run(ids);
    } catch (OrtException e) {
      throw new IllegalStateException("the embedding model failed: " + Causes.of(e), e);
    } finally {
      use.unlock();
    }
  }

  private float[] run(long[] ids) throws OrtException {
    long[] mask = new long[ids.length];
    Arrays.fill(mask, 1);
    try (OnnxTensor inputIds = tensor(ids);
        OnnxTensor attentionMask = tensor(mask);
        OnnxTensor tokenTypeIds = tensor(new long[ids.length]);
        OrtSession.Result result =
            session.run(
                Map.of(
                    "input_ids", inputIds,
                    "attention_mask", attentionMask,
                    "token_type_ids", tokenTypeIds))) {
      // The output has shape [1, tokens, 384].
      return unitMean(((OnnxTensor) result.get(0)).getFloatBuffer(), ids.length);
    }
  }

  private OnnxTensor tensor(long[] values) throws OrtException {
    return OnnxTensor.createTensor(
        environment, LongBuffer.wrap(values), new long[] {1, values.length});
  }

  /** The mean of the rows, scaled to length 1. Every token counts, as nothing is padded. */
  private static float[] unitMean(FloatBuffer rows, int rowCount) {
    double[] sums = new double[DIMENSION];
    for (int row = 0; row < rowCount; row++) {
      for (int i = 0; i < DIMENSION; i++) {
        sums[i] += rows.get(row * DIMENSION + i);
      }
    }
    double squares = 0;
    for (double sum : sums) {
      squares += sum * sum;
    }
    double scale = 1 / Math.sqrt(squares);
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) (sums[i] * scale);
    }
    return vector;
  }

  @Override
  public void close() {
    Lock all = inUse.writeLock();
    all.lock();
    try {
      if (!closed) {
        closed = true;
        session.close();
      }
    } catch (OrtException e) {
      throw new IllegalStateException("the embedding model cannot be closed", e);
    } finally {
      all.unlock();
    }
  }
}
