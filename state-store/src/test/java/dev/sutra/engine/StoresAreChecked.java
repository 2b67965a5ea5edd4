package dev.sutra.engine;

import dev.sutra.engine.tools.StoreCheck;
import dev.sutra.io.CrashStorage;
import dev.sutra.io.DirectoryLockedException;
import dev.sutra.io.Problem;
import dev.sutra.manifest.ManifestFile;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;

/**
 * After each test of this module, checks every store that it left: those below its temporary
 * directories and those in the memory that its fields hold. JUnit registers it automatically. A
 * test that damages stores on purpose says so with {@link LeavesDamage}.
 */
public final class StoresAreChecked implements AfterEachCallback {
  private static final int DEPTH_MAX = 6;

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    Class<?> type = context.getRequiredTestClass();
    boolean damaged =
        type.isAnnotationPresent(LeavesDamage.class)
            || context.getRequiredTestMethod().isAnnotationPresent(LeavesDamage.class);
    if (damaged || context.getExecutionException().isPresent()) {
      return;
    }
    List<Problem> problems = new ArrayList<>();
    for (Field field : type.getDeclaredFields()) {
      field.setAccessible(true);
      Object value = field.get(context.getRequiredTestInstance());
      if (value instanceof CrashStorage storage && storage.exists(ManifestFile.NAME)) {
        problems.addAll(StoreCheck.run(storage).problems());
      } else if (field.isAnnotationPresent(TempDir.class) && value instanceof Path path) {
        checkBelow(path, problems);
      }
    }
    if (!problems.isEmpty()) {
      throw new AssertionError("the test left damaged stores: " + problems);
    }
  }

  private static void checkBelow(Path directory, List<Problem> problems) throws IOException {
    List<Path> manifests;
    try (Stream<Path> files = Files.walk(directory, DEPTH_MAX)) {
      manifests = files.filter(file -> file.endsWith(ManifestFile.NAME)).toList();
    }
    for (Path manifest : manifests) {
      Path store = manifest.resolveSibling(".").normalize();
      try {
        problems.addAll(StoreCheck.run(store).problems());
      } catch (DirectoryLockedException e) {
        throw new AssertionError("the test left a store open: " + store, e);
      }
    }
  }
}
