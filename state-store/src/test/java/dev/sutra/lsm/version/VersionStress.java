package dev.sutra.lsm.version;

import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZZ_Result;

/** A version that its last holder has released cannot be retained again, even concurrently. */
@JCStressTest
@Outcome(
    id = "true, .*, false",
    expect = Expect.ACCEPTABLE,
    desc = "retained before the last release")
@Outcome(id = "false, false, false", expect = Expect.ACCEPTABLE, desc = "too late")
@Outcome(expect = Expect.FORBIDDEN, desc = "retained after the last release")
@State
public class VersionStress {
  private final Version version = new Version(List.of());

  /** A reader, twice. */
  @Actor
  public void reader(ZZZ_Result result) {
    result.r1 = holdAndLeave();
    result.r2 = holdAndLeave();
  }

  /** The tree, which has a newer version now. */
  @Actor
  public void owner() {
    version.release();
  }

  /** After all. */
  @Arbiter
  public void end(ZZZ_Result result) {
    result.r3 = version.tryRetain();
  }

  private boolean holdAndLeave() {
    boolean held = version.tryRetain();
    if (held) {
      version.release();
    }
    return held;
  }
}
