package dev.sutra.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.sutra.io.CorruptFileException;
import dev.sutra.io.CrashStorage;
import dev.sutra.io.OutputFile;
import dev.sutra.io.Storage;
import java.io.IOException;
import java.net.URL;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each force, directory sync and durable truncation in the engine is needed: without those of one
 * line, some power cut loses or tears acknowledged data. The lines are found in the class files, so
 * new ones are tested automatically. A backup writes to another directory, which is outside of the
 * disk model: see {@link dev.sutra.engine.tools.StoreBackupTest}.
 */
class BarrierTest {
  private static final int LIVES_MAX = Integer.getInteger("sutra.barrier.lives", 60);
  private static final int LIVES_TO_REACH = 20;
  private static final Set<String> BARRIERS = Set.of("force", "syncDirectory", "truncate");

  static Stream<String> lines() {
    URL classes = Storage.class.getProtectionDomain().getCodeSource().getLocation();
    return new ClassFileImporter()
        .importUrl(classes).stream()
            .flatMap(type -> type.getMethodCallsFromSelf().stream())
            .filter(BarrierTest::isBarrier)
            .filter(call -> !file(call.getOriginOwner()).equals("BackupDirectory.java"))
            .map(call -> file(call.getOriginOwner()) + ":" + call.getLineNumber())
            .distinct()
            .sorted();
  }

  private static boolean isBarrier(JavaMethodCall call) {
    JavaClass target = call.getTargetOwner();
    return BARRIERS.contains(call.getTarget().getName())
        && (target.isAssignableTo(OutputFile.class) || target.isAssignableTo(Storage.class));
  }

  private static String file(JavaClass type) {
    return type.getSource().flatMap(source -> source.getFileName()).orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("lines")
  void lossWithoutTheBarrierOf(String line) throws IOException {
    boolean reached = false;
    for (long seed = 0; seed < LIVES_MAX; seed++) {
      if (seed == LIVES_TO_REACH) {
        assertTrue(reached, line + " is never reached");
      }
      try {
        reached |= LogRepairCrashTest.check(seed, line);
        reached |= DroppedTransactionsTest.check(seed, line);
        reached |= ReopenCrashTest.check(seed, line);
        reached |= CodebookCrashTest.check(seed, line);
      } catch (AssertionError | CorruptFileException e) {
        return;
      }
      for (CrashLife.Kind kind :
          List.of(
              CrashLife.Kind.SYNC_POWER_CUT,
              CrashLife.Kind.OUTER_LOG_POWER_CUT,
              CrashLife.Kind.PROCESS_POWER_CUT)) {
        CrashStorage disk = new CrashStorage();
        disk.ignoreBarriersOf(line);
        boolean lost = loses(kind, seed, disk);
        reached |= disk.siteReached();
        if (lost) {
          return;
        }
      }
    }
    fail(line + " can be left out and nobody notices");
  }

  private static boolean loses(CrashLife.Kind kind, long seed, CrashStorage disk)
      throws IOException {
    try {
      for (CrashLife.Image image : new CrashLife(kind, seed, disk).live()) {
        EngineCrashTest.check(kind, image, new EngineCrashTest.CutRecovery(image.storage()));
      }
      return false;
    } catch (AssertionError | CorruptFileException e) {
      return true;
    }
  }
}
