package dev.sutra.app.server;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks, while the stream runs, that its topics have not been replaced. Thread-safe. */
final class TopicWatch {
  private static final Logger LOG = LoggerFactory.getLogger(TopicWatch.class);
  private static final long CONFIRM_MS = 500;

  private final Admin admin;
  private final TopicNames names;
  private final TopicGuard guard;

  TopicWatch(Admin admin, TopicNames names, TopicGuard guard) {
    this.admin = admin;
    this.names = names;
    this.guard = guard;
  }

  /**
   * What is wrong with the topics, in a sentence for the user; null: nothing, or unknown. A broker
   * that has just started may not know a topic yet, so a problem is confirmed by a second look.
   */
  @Nullable String problem() {
    try {
      if (look() == null) {
        return null;
      }
      Thread.sleep(CONFIRM_MS);
      return look();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | KafkaException | IOException e) {
      LOG.debug("the topics cannot be looked at", e);
    }
    return null;
  }

  private @Nullable String look() throws ExecutionException, InterruptedException, IOException {
    FoundTopics found = FoundTopics.ask(admin, names);
    String problem = guard.problem(found);
    if (problem == null) {
      // The stream creates its changelog after the start, asynchronously.
      guard.rememberChangelog(found);
    }
    return problem;
  }
}
