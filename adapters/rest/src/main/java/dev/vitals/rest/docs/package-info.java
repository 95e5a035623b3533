/** The API's description, and a page to try it. */
@NullMarked
package dev.vitals.rest.docs;

import org.jspecify.annotations.NullMarked;
