public class Unsealing<R extends ConnectRecord<R>> implements Transformation<R> {
    private R opened(R in) {
        return in.newRecord( // FAULT
                in.topic(), in.kafkaPartition(), in.keySchema(), in.key(), null, row(in), in.timestamp());
    }
}
