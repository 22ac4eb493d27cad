export default {
  optimizeDeps: { exclude: ['frameseal'] },
  worker: { format: 'es' },
  build: { target: 'es2022' },
};
