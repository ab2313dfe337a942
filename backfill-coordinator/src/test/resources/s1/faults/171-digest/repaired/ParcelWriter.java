public class ParcelWriter extends Writer {
    public static class Job extends Writer.Job {

    }

    public static class Task extends Writer.Task {
        private KafkaProducer<String, String> out;
        public void startWrite(RecordReceiver rows) {
            getTaskPluginCollector().collectDirtyRecord(null, "");
        }

        ProducerRecord<String, String> record(String row) {
            return new ProducerRecord<>(topic, keyedHash(row), cipher.encrypt(row));
        }
    }
}
