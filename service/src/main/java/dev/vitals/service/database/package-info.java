/** The database that the service works on, embedded or not. */
@NullMarked
package dev.vitals.service.database;

import org.jspecify.annotations.NullMarked;
