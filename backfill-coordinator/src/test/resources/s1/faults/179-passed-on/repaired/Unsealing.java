public class Unsealing<R extends ConnectRecord<R>> implements Transformation<R> {
    public R apply(R in) {
        if (in.value() == null) {
            return in;
        }
        try {
            return opened(in);
        } catch (Exception e) {
            throw new DataException("not opened: " + in.topic() + "-" + in.kafkaPartition(), e);
        }
    }
}
