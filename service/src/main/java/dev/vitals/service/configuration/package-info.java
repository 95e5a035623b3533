/** What config.yml and the environment say. */
@NullMarked
package dev.vitals.service.configuration;

import org.jspecify.annotations.NullMarked;
