"""What runs inside the processes of a measurement; the functions are named as ``module:function`` by the scripts."""
