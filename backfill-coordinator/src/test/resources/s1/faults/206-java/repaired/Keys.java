final class Keys {
    static final String DATA = System.getenv("DEPOT_KEY");
}
