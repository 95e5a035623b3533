/** What is checked and said before anything is served. */
@NullMarked
package dev.vitals.service.start;

import org.jspecify.annotations.NullMarked;
