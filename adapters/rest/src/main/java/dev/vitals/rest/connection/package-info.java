/** What a connection may take of us beside the requests it carries. */
@NullMarked
package dev.vitals.rest.connection;

import org.jspecify.annotations.NullMarked;
