package dev.sutra.bench.standing;

import java.util.Set;

/** Finds the queries that an event matches. */
@FunctionalInterface
interface Matcher<E> {
  /** The numbers of the queries. */
  Set<Integer> match(E event) throws Exception;
}
