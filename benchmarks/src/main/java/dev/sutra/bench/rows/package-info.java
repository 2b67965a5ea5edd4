/** Rows beside RocksDB: {@code kv}, {@code graph} and {@code open}. */
@NullMarked
package dev.sutra.bench.rows;

import org.jspecify.annotations.NullMarked;
