package io.eipmeter.jobs.tables.domain;

/**
 * Rows of one table, ready to be sent.
 *
 * @param rows how many
 * @param rowBinary their bytes, as {@link RowBinary} writes them; never changed
 */
public record TableRows(Table table, int rows, byte[] rowBinary) {}
