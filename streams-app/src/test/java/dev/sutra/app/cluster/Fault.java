package dev.sutra.app.cluster;

import dev.sutra.app.cluster.TcpProxy.Network;
import java.util.Random;

/** What goes wrong while events are processed; each is over when it returns. */
enum Fault {
  KILL_APPLICATION {
    @Override
    void strike(Brokers brokers, Instances instances, Random random) throws Exception {
      int number = random.nextInt(INSTANCES);
      instances.kill(number);
      instances.start(number);
    }
  },
  KILL_BROKER {
    @Override
    void strike(Brokers brokers, Instances instances, Random random) throws Exception {
      int number = random.nextInt(Brokers.COUNT);
      brokers.process(number).kill();
      Thread.sleep(SHORT_MS);
      brokers.restart(number);
    }
  },
  /** Longer than its session: it comes back to partitions that others have. */
  PAUSE_APPLICATION {
    @Override
    void strike(Brokers brokers, Instances instances, Random random) throws Exception {
      int number = random.nextInt(INSTANCES);
      instances.get(number).pause();
      Thread.sleep(LONG_MS);
      instances.get(number).resume();
    }
  },
  PAUSE_BROKER {
    @Override
    void strike(Brokers brokers, Instances instances, Random random) throws Exception {
      int number = random.nextInt(Brokers.COUNT);
      brokers.process(number).pause();
      Thread.sleep(LONG_MS);
      brokers.process(number).resume();
    }
  },
  /** An instance leaves in order and joins again. */
  REBALANCE {
    @Override
    void strike(Brokers brokers, Instances instances, Random random) throws Exception {
      int number = random.nextInt(INSTANCES);
      instances.stop(number);
      Thread.sleep(SHORT_MS);
      instances.start(number);
    }
  },
  DELAY {
    @Override
    void strike(Brokers brokers, Instances instances, Random random) throws Exception {
      network(brokers, Network.DELAYED, SHORT_MS);
    }
  },
  DROP {
    @Override
    void strike(Brokers brokers, Instances instances, Random random) throws Exception {
      network(brokers, Network.DROPPED, SHORT_MS);
    }
  },
  HALF_CLOSE {
    @Override
    void strike(Brokers brokers, Instances instances, Random random) throws Exception {
      network(brokers, Network.HALF_CLOSED, LONG_MS);
    }
  };

  /** How many instances run, numbered from 0. */
  static final int INSTANCES = 2;

  private static final long SHORT_MS = 2_000;
  private static final long LONG_MS = 8_000;

  abstract void strike(Brokers brokers, Instances instances, Random random) throws Exception;

  private static void network(Brokers brokers, Network network, long millis)
      throws InterruptedException {
    brokers.set(network);
    Thread.sleep(millis);
    brokers.set(Network.GOOD);
  }
}
