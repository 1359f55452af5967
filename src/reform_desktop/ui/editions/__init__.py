"""確定版: the coordinator's place to freeze, publish and correct; everybody's to print from."""
