"""Who is named, in which role: labels, brackets, lists, prose and the rules that a document declares."""
