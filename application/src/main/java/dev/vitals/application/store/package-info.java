/** What can go wrong with any storage, told apart by whose turn it is. */
@NullMarked
package dev.vitals.application.store;

import org.jspecify.annotations.NullMarked;
