package dev.sutra.lsm.version;

import dev.sutra.record.Liveness;
import dev.sutra.segment.Segment;
import dev.sutra.segment.TextRewrite;
import dev.sutra.text.analysis.TextAnalyzer;
import dev.sutra.text.index.TextIndex;
import dev.sutra.text.score.RunningTotals;
import dev.sutra.text.score.TextSource;
import dev.sutra.text.score.TextTotals;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The index of a segment's texts, which a loaded segment gets later: a copy of the segment with the
 * index then takes its place. Readers that hold the loaded segment answer by the copy, whose
 * documents have the same numbers. Thread-safe.
 */
public final class SegmentTexts {
  private final Segment segment;
  private final Liveness liveness;
  private final boolean pending;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition unclaimed = lock.newCondition();
  private boolean claimed;
  private volatile @Nullable BooleanSupplier completion;
  // All copies, since readers may still use an earlier one; guarded by the lock.
  private final List<Runnable> copies = new ArrayList<>(0);
  private volatile @Nullable Segment copy;
  private volatile boolean replaced;
  private volatile @Nullable TextSource own;
  private final RunningTotals dead = new RunningTotals(this::lengthOfDead);

  SegmentTexts(Segment segment, Liveness liveness, boolean pending) {
    this.segment = segment;
    this.liveness = liveness;
    this.pending = pending;
  }

  /** Returns whether this segment's file lacks the index. */
  public boolean isPending() {
    return pending;
  }

  /** Returns whether a copy with the index has to take the segment's place. */
  public boolean needsWork() {
    return pending && !replaced;
  }

  /** Returns whether searches have to wait for the index. */
  public boolean isMissing() {
    return pending && copy == null;
  }

  /**
   * Returns the index; null if no document has a text. While it is missing, waits for it, or makes
   * it. The caller holds a version with the segment.
   */
  public @Nullable TextSource get(TextAnalyzer analyzer) {
    if (!pending) {
      return segment.texts();
    }
    BooleanSupplier by = completion;
    while (copy == null && own == null) {
      if (by == null || !by.getAsBoolean()) {
        // There is no file to be had: the tree is closed or was rolled back, or the disk is full.
        return ownIndex(analyzer);
      }
    }
    return present();
  }

  /** Returns totals over the texts that are live at a sequence; none while the index is missing. */
  TextTotals totals(long sequence) {
    TextSource source = present();
    return source == null
        ? TextTotals.NONE
        : all(source).minus(dead.upTo(liveness.deathsAt(sequence)));
  }

  /** The index; null if it is missing or no document has a text. */
  private @Nullable TextSource present() {
    if (!pending) {
      return segment.texts();
    }
    Segment complete = copy;
    return complete == null ? own : complete.texts();
  }

  private static TextTotals all(TextSource source) {
    return source instanceof TextIndex index
        ? index.totals()
        : new RunningTotals(source::lengthOf).upTo(source.documents());
  }

  private int lengthOfDead(int death) {
    TextSource source = present();
    int document = liveness.death(death);
    // An index in memory ends at the last text.
    return source == null || document >= source.documents() ? 0 : source.lengthOf(document);
  }

  /** Sets who makes the index; see {@link TextCompletion#complete}. */
  void completedBy(BooleanSupplier by) {
    completion = by;
  }

  /**
   * Begins the work on the index, unless another thread is at it; then waits for its end.
   *
   * @return whether the caller has to do the work and then call {@link #endClaim}
   */
  public boolean claim() {
    lock.lock();
    try {
      if (tryClaim()) {
        return true;
      }
      while (claimed) {
        unclaimed.awaitUninterruptibly();
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Begins the work on the index; returns false if it is done or another thread is at it. */
  public boolean tryClaim() {
    lock.lock();
    try {
      boolean free = !claimed && needsWork();
      claimed |= free;
      return free;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the work on the index, whether or not it is complete. */
  public void endClaim() {
    lock.lock();
    try {
      claimed = false;
      unclaimed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether a thread is at work on the index. */
  public boolean isClaimed() {
    lock.lock();
    try {
      return claimed;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Answers by a copy of the segment from now on, and keeps it open.
   *
   * @param release run when the segment is closed
   * @param inPlace whether the copy takes the segment's place
   */
  void completed(Segment with, Runnable release, boolean inPlace) {
    lock.lock();
    try {
      copies.add(release);
      copy = with;
      replaced |= inPlace;
    } finally {
      lock.unlock();
    }
  }

  /** The segment is closed. */
  void release() {
    lock.lock();
    try {
      copies.forEach(Runnable::run);
      copies.clear();
    } finally {
      lock.unlock();
    }
  }

  private TextSource ownIndex(TextAnalyzer analyzer) {
    lock.lock();
    try {
      TextSource index = own;
      if (index == null) {
        index = TextRewrite.inMemory(segment, analyzer);
        own = index;
      }
      return index;
    } finally {
      lock.unlock();
    }
  }
}
