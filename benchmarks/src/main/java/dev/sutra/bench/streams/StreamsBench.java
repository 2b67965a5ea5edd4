package dev.sutra.bench.streams;

import dev.sutra.app.broker.EmbeddedBroker;
import dev.sutra.bench.report.Report;
import dev.sutra.bench.report.Scratch;
import dev.sutra.bench.report.Settings;
import java.nio.file.Path;

/** Concept stores beside Kafka Streams' own, as parts of applications on one broker. */
public final class StreamsBench {
  private final Settings settings;
  private final Report report;

  public StreamsBench(Settings settings, Report report) {
    this.settings = settings;
    this.report = report;
  }

  /**
   * Measures.
   *
   * @param home where WordNet's vectors are kept
   */
  public void run(Path home) throws Exception {
    EventData data = new EventData(home, report);
    try (Scratch scratch = new Scratch();
        EmbeddedBroker broker = EmbeddedBroker.start(scratch.fresh(), 0)) {
      String servers = broker.bootstrapServers();
      new PutBench(settings, report, data, servers, scratch).run();
      new LatencyBench(settings, report, data, servers, scratch).run();
      new KillBench(settings, report, data, servers, scratch).run();
      new SecondInstanceBench(settings, report, data, servers, scratch).run();
      new InstancesBench(settings, report, data, servers, scratch).run();
      new StoresBench(settings, report, data, servers, scratch).run();
    }
  }
}
