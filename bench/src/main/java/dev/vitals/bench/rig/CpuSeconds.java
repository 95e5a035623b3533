package dev.vitals.bench.rig;

/**
 * What the processes of a bench used of the cores. NaN where this machine does not tell.
 *
 * @param bench the load generator, or whoever else is this process
 * @param machine everything on it, those three included
 */
public record CpuSeconds(double service, double database, double bench, double machine) {
  public static final CpuSeconds NONE = new CpuSeconds(0, 0, 0, 0);

  public CpuSeconds since(CpuSeconds earlier) {
    return new CpuSeconds(
        service - earlier.service,
        database - earlier.database,
        bench - earlier.bench,
        machine - earlier.machine);
  }

  public CpuSeconds plus(CpuSeconds other) {
    return new CpuSeconds(
        service + other.service,
        database + other.database,
        bench + other.bench,
        machine + other.machine);
  }

  /** Service and database, whichever of them are processes of their own. */
  public double servers() {
    return service + database;
  }

  /** What neither of the three used: the kernel's own threads, and whoever else is there. */
  public double others() {
    return machine - service - database - bench;
  }
}
