/** What holds of every CSV file that leaves us. */
@NullMarked
package io.eipmeter.schemas.csv;

import org.jspecify.annotations.NullMarked;
