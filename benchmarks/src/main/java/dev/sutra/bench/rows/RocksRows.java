package dev.sutra.bench.rows;

import dev.sutra.bench.report.Sink;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.CompactionStyle;
import org.rocksdb.CompressionType;
import org.rocksdb.FlushOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * RocksDB configured as Kafka Streams 4.3.1 does where the user sets nothing; only whether it logs
 * is the benchmark's choice.
 */
public final class RocksRows implements RowStore {
  private static final long WRITE_BUFFER_BYTES = 16 << 20;
  private static final int WRITE_BUFFERS_MAX = 3;
  private static final long BLOCK_CACHE_BYTES = 50 << 20;
  private static final long BLOCK_BYTES = 4096;
  private static final long POLL_MILLIS = 50;
  private static final int IDLE_POLLS = 30;

  static {
    RocksDB.loadLibrary();
  }

  private final Cache cache = new LRUCache(BLOCK_CACHE_BYTES);
  private final BloomFilter filter = new BloomFilter();
  private final Options options = new Options();
  private final WriteOptions writeOptions = new WriteOptions();
  private final FlushOptions flushOptions = new FlushOptions().setWaitForFlush(true);
  private final RocksDB db;

  private RocksRows(Path directory, Log log) throws RocksDBException {
    options
        .setTableFormatConfig(
            new BlockBasedTableConfig()
                .setBlockCache(cache)
                .setBlockSize(BLOCK_BYTES)
                .setFilterPolicy(filter))
        .setOptimizeFiltersForHits(true)
        .setWriteBufferSize(WRITE_BUFFER_BYTES)
        .setMaxWriteBufferNumber(WRITE_BUFFERS_MAX)
        .setCompressionType(CompressionType.NO_COMPRESSION)
        .setCompactionStyle(CompactionStyle.UNIVERSAL)
        .setCreateIfMissing(true)
        .setErrorIfExists(false)
        .setInfoLogLevel(InfoLogLevel.ERROR_LEVEL)
        .setIncreaseParallelism(Math.max(Runtime.getRuntime().availableProcessors(), 2));
    writeOptions.setDisableWAL(log == Log.NONE).setSync(log == Log.SYNCED);
    db = RocksDB.open(options, directory.toString());
  }

  public static RocksRows open(Path directory, Log log) throws RocksDBException {
    return new RocksRows(directory, log);
  }

  /** The library's name and version. */
  public static String version() {
    return "RocksDB " + RocksDB.rocksdbVersion();
  }

  @Override
  public void put(byte[] key, byte[] value) throws RocksDBException {
    db.put(writeOptions, key, value);
  }

  @Override
  public void putAll(byte[][] keys, byte[][] values, int from, int to) throws RocksDBException {
    try (WriteBatch batch = new WriteBatch()) {
      for (int i = from; i < to; i++) {
        batch.put(keys[i], values[i]);
      }
      db.write(writeOptions, batch);
    }
  }

  @Override
  public byte @Nullable [] get(byte[] key) throws RocksDBException {
    return db.get(key);
  }

  @Override
  public int scan(byte[] prefix) {
    int rows = 0;
    long bytes = 0;
    try (RocksIterator iterator = db.newIterator()) {
      for (iterator.seek(prefix); iterator.isValid(); iterator.next()) {
        byte[] key = iterator.key();
        if (!Arrays.equals(key, 0, Math.min(prefix.length, key.length), prefix, 0, prefix.length)) {
          break;
        }
        bytes += key.length + iterator.value().length;
        rows++;
      }
    }
    Sink.take(bytes);
    return rows;
  }

  /** An iterator over all rows; close it. */
  RocksIterator iterator() {
    return db.newIterator();
  }

  @Override
  public void flush() throws RocksDBException {
    db.flush(flushOptions);
  }

  @Override
  public void settle() throws RocksDBException, InterruptedException {
    flush();
    // Universal compaction may call itself pending for ever with nothing that it would pick: what
    // counts is that none has run for a while.
    int idle = 0;
    while (idle < IDLE_POLLS) {
      idle = db.getLongProperty("rocksdb.num-running-compactions") > 0 ? 0 : idle + 1;
      Thread.sleep(POLL_MILLIS);
    }
  }

  @Override
  public void close() {
    db.close();
    flushOptions.close();
    writeOptions.close();
    options.close();
    filter.close();
    cache.close();
  }
}
