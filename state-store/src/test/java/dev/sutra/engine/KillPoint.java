package dev.sutra.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * A place in the engine's I/O at which a process is to end.
 *
 * @param moment before, after, or in the middle of the call
 * @param operation name of the method of the storage
 * @param nameEnd how the file's name ends; empty for calls without a file
 */
record KillPoint(Moment moment, String operation, String nameEnd) {
  /** When a call is interrupted; the middle is that of a write. */
  enum Moment {
    BEFORE,
    MIDDLE,
    AFTER
  }

  /** Every place that is worth a name: each call of each kind of file that changes something. */
  static List<KillPoint> all() {
    List<KillPoint> all = new ArrayList<>();
    for (String file : List.of(".log", ".segment", "MANIFEST.tmp")) {
      for (Moment moment : Moment.values()) {
        all.add(new KillPoint(moment, "write", file));
      }
      for (String operation : List.of("create", "force")) {
        all.add(new KillPoint(Moment.BEFORE, operation, file));
        all.add(new KillPoint(Moment.AFTER, operation, file));
      }
    }
    for (Moment moment : List.of(Moment.BEFORE, Moment.AFTER)) {
      all.add(new KillPoint(moment, "rename", "MANIFEST.tmp"));
      all.add(new KillPoint(moment, "syncDirectory", ""));
      all.add(new KillPoint(moment, "delete", ".log"));
      all.add(new KillPoint(moment, "delete", ".segment"));
      all.add(new KillPoint(moment, "truncate", ".log"));
      all.add(new KillPoint(moment, "map", ".log"));
      all.add(new KillPoint(moment, "map", ".segment"));
    }
    return all;
  }

  static KillPoint parse(String text) {
    String[] parts = text.split("/", -1);
    return new KillPoint(Moment.valueOf(parts[0]), parts[1], parts[2]);
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return moment + "/" + operation + "/" + nameEnd;
  }

  boolean matches(Moment when, String call, String name) {
    return moment == when && operation.equals(call) && name.endsWith(nameEnd);
  }
}
