package dev.sutra.lsm.load;

import dev.sutra.lsm.compaction.CodebookTraining;
import dev.sutra.lsm.compaction.CodingSchedule;

/** What begins, and what waits, when rows are loaded. */
public final class LoadEffects implements LoadListener {
  private final CodebookTraining training;
  private final CodingSchedule coding;
  private final PendingTexts texts;

  public LoadEffects(CodebookTraining training, CodingSchedule coding, PendingTexts texts) {
    this.training = training;
    this.coding = coding;
    this.texts = texts;
  }

  @Override
  public void began() {
    texts.setWaiting(true);
  }

  @Override
  public void installed(int vectors) {
    training.flushed(vectors);
    coding.flushed(training::schedule);
    training.schedule();
  }

  @Override
  public void ended() {
    coding.loadEnded();
    training.schedule();
    texts.setWaiting(false);
  }
}
