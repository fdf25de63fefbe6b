package io.eipmeter.collector.inventory;

import org.jspecify.annotations.Nullable;

/**
 * A time in which a range has one holder, or none.
 *
 * @param toMs first millisecond after it; {@link Piece#OPEN}: without end
 */
record Span(long fromMs, long toMs, @Nullable Piece holder) {}
