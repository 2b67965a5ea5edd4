package dev.sutra.record;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Whoever sees a sequence sees the deaths that were recorded before it was published. */
@JCStressTest
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "published, and both are dead")
@Outcome(id = "false, .*", expect = Expect.ACCEPTABLE, desc = "not published yet")
@Outcome(expect = Expect.FORBIDDEN, desc = "published, but a death is not seen")
@State
public class LivenessStress {
  private static final int FAR = 40_000;

  private final Liveness liveness = new Liveness();
  private volatile long published;

  /** Records two deaths, the second beyond what there is room for. */
  @Actor
  public void writer() {
    liveness.kill(3, 7);
    liveness.kill(FAR, 7);
    published = 7;
  }

  /** Looks as of what is published. */
  @Actor
  public void reader(ZZ_Result result) {
    long sequence = published;
    result.r1 = sequence == 7;
    result.r2 = liveness.isDead(3, sequence) && liveness.isDead(FAR, sequence);
  }
}
