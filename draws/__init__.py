"""Planning of visits, and the random draw of institutions and officers (双随机)."""
