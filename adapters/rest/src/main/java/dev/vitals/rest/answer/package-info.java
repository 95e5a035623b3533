/** How answers leave that no servlet gives. */
@NullMarked
package dev.vitals.rest.answer;

import org.jspecify.annotations.NullMarked;
