package dev.vitals.service.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * Who may use whom. Each module lists all it may depend on: a list of what it may not would pass
 * for ever with a misspelt package in it.
 */
@AnalyzeClasses(packages = "dev.vitals", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  // java.sql and java.net are left out on purpose.
  private static final String[] JDK_ONLY = {
    "java.lang..", "java.math..", "java.time..", "java.util..", "org.jspecify.annotations.."
  };

  @ArchTest
  static final ArchRule domainNeedsTheJdkOnly =
      classes()
          .that()
          .resideInAPackage("dev.vitals.domain..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(JDK_ONLY).or(resideInAPackage("dev.vitals.domain..")));

  @ArchTest
  static final ArchRule applicationNeedsTheDomainOnly =
      classes()
          .that()
          .resideInAPackage("dev.vitals.application..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(JDK_ONLY)
                  .or(resideInAnyPackage("dev.vitals.domain..", "dev.vitals.application..")));

  @ArchTest
  static final ArchRule timescaleKnowsDatabasesAndNoOtherAdapter =
      adapter(
          "dev.vitals.timescale..",
          "java.nio",
          "java.sql..",
          "com.codahale.metrics..",
          "com.fasterxml.jackson.annotation..",
          "io.dropwizard.db..",
          "io.dropwizard.util..",
          "io.dropwizard.validation..",
          "liquibase..",
          "org.apache.tomcat.jdbc.pool..",
          "org.jdbi..",
          "org.postgresql..",
          "org.slf4j..");

  @ArchTest
  static final ArchRule restKnowsHttpAndNoOtherAdapter =
      adapter(
          "dev.vitals.rest..",
          "java.io..",
          "java.net..",
          "java.nio..",
          "com.codahale.metrics",
          "com.fasterxml.jackson..",
          "io.dropwizard..",
          "jakarta.servlet..",
          "jakarta.ws.rs..",
          "org.eclipse.jetty..",
          "org.slf4j..");

  @ArchTest
  static final ArchRule embeddedKnowsProcessesAndNoOtherAdapter =
      classes()
          .that()
          .resideInAPackage("dev.vitals.embedded..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(JDK_ONLY)
                  .or(
                      resideInAnyPackage(
                          "dev.vitals.embedded..",
                          "com.sun.security.auth.module..",
                          "java.io..",
                          "java.net..",
                          "java.nio..",
                          "java.security..",
                          "org.apache.commons.compress..",
                          "org.slf4j..")));

  /** Not even the domain: what checks the answers shares no arithmetic with what gives them. */
  @ArchTest
  static final ArchRule simulatorKnowsTheApiAndNothingOfVitals =
      classes()
          .that()
          .resideInAPackage("dev.vitals.simulator..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(JDK_ONLY)
                  .or(
                      resideInAnyPackage(
                          "dev.vitals.simulator..",
                          "com.fasterxml.jackson..",
                          "java.io..",
                          "java.net..",
                          "java.nio.charset..",
                          "me.tongfei.progressbar..",
                          "net.sourceforge.argparse4j..",
                          "org.HdrHistogram..")));

  /** A module without a rule of its own would be free to use anything. */
  @ArchTest
  static final ArchRule everyModuleHasARule =
      classes()
          .that()
          .resideInAPackage("dev.vitals..")
          .should()
          .resideInAnyPackage(
              "dev.vitals.domain..",
              "dev.vitals.application..",
              "dev.vitals.timescale..",
              "dev.vitals.rest..",
              "dev.vitals.embedded..",
              "dev.vitals.simulator..",
              "dev.vitals.service..");

  @ArchTest
  static final ArchRule packagesFormNoCycle =
      slices().matching("dev.vitals.(*).(*)..").should().beFreeOfCycles();

  private static ArchRule adapter(String own, String... technology) {
    return classes()
        .that()
        .resideInAPackage(own)
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(JDK_ONLY)
                .or(resideInAnyPackage("dev.vitals.domain..", "dev.vitals.application.."))
                .or(resideInAPackage(own))
                .or(resideInAnyPackage(technology)));
  }
}
