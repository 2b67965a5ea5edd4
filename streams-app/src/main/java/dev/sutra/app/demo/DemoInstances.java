package dev.sutra.app.demo;

import dev.sutra.app.api.InstanceInfo;
import dev.sutra.app.api.ReadOptions;
import dev.sutra.app.api.SimilarRequest;
import dev.sutra.app.cli.CommandFailure;
import dev.sutra.app.cli.ExitCodes;
import dev.sutra.app.registry.FileSchemaRegistry;
import dev.sutra.app.server.AppConfig;
import dev.sutra.app.server.Ending;
import dev.sutra.app.server.SutraApp;
import dev.sutra.engine.query.Hit;
import dev.sutra.engine.query.TextSearch;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/** The instances of a demo, and whether they answer alike. */
final class DemoInstances implements AutoCloseable {
  private static final Duration ASK_TIMEOUT = Duration.ofSeconds(2);
  private static final long POLL_MS = 200;
  private static final int LIMIT = 20;

  private final List<SutraApp> apps = new ArrayList<>();

  /**
   * Starts instances.
   *
   * @param configs of each, from 0
   */
  DemoInstances(int count, IntFunction<AppConfig> configs, FileSchemaRegistry registry)
      throws IOException {
    try {
      for (int i = 0; i < count; i++) {
        apps.add(SutraApp.start(configs.apply(i), registry));
      }
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** The one that loads WordNet and is waited for. */
  SutraApp first() {
    return apps.getFirst();
  }

  /**
   * Asks each instance the same, and shows what each holds.
   *
   * @throws CommandFailure if one answers differently
   */
  void compare(PrintWriter out) throws CommandFailure, InterruptedException {
    if (apps.size() == 1) {
      return;
    }
    List<Hit> expected = answers(first());
    for (SutraApp app : apps) {
      while (app.service().notReadyReason() != null) {
        Ending ending = app.ending();
        if (ending != null) {
          throw CommandFailure.stopped(ending.byConfiguration(), ending.reason());
        }
        Thread.sleep(POLL_MS);
      }
      if (!answers(app).equals(expected)) {
        throw new CommandFailure(
            ExitCodes.REFUSED, "the instance on port " + app.port() + " answers differently");
      }
      out.println(
          "The instance on http://127.0.0.1:"
              + app.port()
              + " holds the partitions "
              + held(app)
              + " and answers the same as the others.");
    }
    out.flush();
  }

  private static List<Hit> answers(SutraApp app) {
    TextSearch search = new TextSearch("domestic dog", LIMIT, null);
    return Stream.concat(
            app.service().search(search, ReadOptions.DEFAULT).items().stream(),
            app
                .service()
                .similar(SimilarRequest.ofText("a young dog", LIMIT), ReadOptions.DEFAULT)
                .items()
                .stream())
        .toList();
  }

  private static List<Integer> held(SutraApp app) throws InterruptedException {
    return app.service().instances(ASK_TIMEOUT).stream()
        .filter(InstanceInfo::self)
        .flatMap(instance -> instance.copies().stream())
        .filter(InstanceInfo.Copy::active)
        .map(InstanceInfo.Copy::partition)
        .toList();
  }

  /** The last one first: the one that is waited for ends last. */
  @Override
  public void close() {
    apps.reversed().forEach(SutraApp::close);
  }
}
