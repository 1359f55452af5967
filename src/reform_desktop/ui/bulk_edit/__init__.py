"""まとめて変更: one field of many measures, looked at before it is written."""
