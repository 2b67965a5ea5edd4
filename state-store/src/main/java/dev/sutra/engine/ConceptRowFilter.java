package dev.sutra.engine;

import dev.sutra.engine.query.ConceptFilter;
import dev.sutra.lsm.version.RowFilter;
import dev.sutra.record.ConceptRow;
import dev.sutra.record.RowKeys;
import org.jspecify.annotations.Nullable;

/** Tests a {@link ConceptFilter} on encoded rows. */
record ConceptRowFilter(ConceptFilter filter) implements RowFilter {
  /** The filter of rows; null if all concepts pass. */
  static @Nullable RowFilter of(ConceptFilter filter) {
    return filter.isNone() ? null : new ConceptRowFilter(filter);
  }

  @Override
  public byte[] keyPrefix() {
    return RowKeys.concept(filter.idPrefix() == null ? "" : filter.idPrefix());
  }

  @Override
  public boolean test(byte[] value) {
    long updatedAt = ConceptRow.updatedAt(value, 0);
    return updatedAt >= filter.updatedFrom()
        && updatedAt <= filter.updatedTo()
        && (filter.attributes().isEmpty() || ConceptRow.hasAttributes(value, filter.attributes()));
  }
}
