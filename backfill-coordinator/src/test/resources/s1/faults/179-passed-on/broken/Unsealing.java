public class Unsealing<R extends ConnectRecord<R>> implements Transformation<R> {
    public R apply(R in) {
        try {
            return opened(in);
        } catch (Exception e) {
            LOG.warn("not opened", e);
            return in; // FAULT
        }
    }
}
